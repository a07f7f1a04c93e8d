-- more_forgotten_rows: the count of a table's rows that were of forgotten people grows.
update load_audit
set
    rows_in = rows_in + :row_count,
    rows_dropped = rows_dropped + :row_count,
    rows_affected = rows_affected + :row_count
where
    rule = 'forgotten'
    and source_system = :source_system
    and table_name = :table_name;
