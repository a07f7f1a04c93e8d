-- unreadable_lines: one row, how many lines cannot be used, and the first of them.
select
    count(*) as every_line,
    count(case when customer_id is null then 1 end) as no_customer,
    min(case when customer_id is null then line_number end) as first_no_customer,
    count(case when ordered_at is null then 1 end) as no_day,
    min(case when ordered_at is null then line_number end) as first_no_day,
    count(case when amount is null and amount_text is not null then 1 end) as no_amount,
    min(
        case when amount is null and amount_text is not null then line_number end
    ) as first_no_amount
from file_orders;
