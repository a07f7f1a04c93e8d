-- real_id: an id of Salesforce; a Data Export writes zeros where there is none.
create or replace macro real_id(record_id) as
case when not starts_with(record_id, '000000000000000') then record_id end;

-- in_utc: a moment of Salesforce with its zone, which a Data Export leaves out.
create or replace macro in_utc(moment_text) as
case
    when has_clock(moment_text) and offset_minutes(moment_text) is null
        then moment_text || 'Z'
    else moment_text
end;
