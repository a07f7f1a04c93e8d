-- contact_exports: one row an export, the newest first.
select
    export_id,
    list_name,
    channel,
    purpose,
    as_of,
    exported_at,
    expires_on,
    holdout_seed
from contact_exports
order by exported_at desc, export_id asc;
