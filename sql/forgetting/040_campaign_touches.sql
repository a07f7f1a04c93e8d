-- campaign_touches of the people who are forgotten.
delete from campaign_touches
where :is_theirs;
