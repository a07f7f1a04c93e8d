-- campaign_responses of the people who are forgotten.
delete from campaign_responses
where :is_theirs;
