-- load_audit: one row a table and rule, the whole table first.
select
    table_name,
    rule,
    rows_in,
    rows_kept,
    rows_dropped,
    rows_affected,
    decision
from load_audit
order by table_name, case when rule = 'all' then 0 else 1 end, rule;
