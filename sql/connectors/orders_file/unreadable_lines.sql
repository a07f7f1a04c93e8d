-- unreadable_lines: one row, how many lines cannot be used, and the first of them. A
-- day with the year last, such as 10/01/2017, is one that cannot be told from another.
-- Amounts that add up to more would not fit into the cents of any customer.
select
    count(*) as every_line,
    count(case when source_id is null then 1 end) as no_customer,
    min(case when source_id is null then line_number end) as first_no_customer,
    count(case when ordered_at is null and has_year_last then 1 end) as no_clear_day,
    min(
        case when ordered_at is null and has_year_last then line_number end
    ) as first_no_clear_day,
    count(case when ordered_at is null then 1 end) as no_day,
    min(case when ordered_at is null then line_number end) as first_no_day,
    count(case when amount is null and has_amount then 1 end) as no_amount,
    min(
        case when amount is null and has_amount then line_number end
    ) as first_no_amount,
    coalesce(sum(abs(amount)), 0) > 90000000000000000 as is_too_much
from file_lines;
