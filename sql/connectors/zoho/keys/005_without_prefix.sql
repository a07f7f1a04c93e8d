-- without_prefix: an id of Zoho without zcrm_. It stays text: nineteen digits do not
-- fit into a floating number.
create or replace macro without_prefix(record_id) as
nullif(regexp_replace(trim(record_id), '^zcrm_', ''), '');
