-- line_fates: one row a product in an invoice; those of quotes are in the same table of
-- the source, and are no concern here. Lines are in the currency of their invoice. If
-- they add up to it but for half a cent each, the first takes the difference; if they
-- do not, the amount of the invoice counts, and those of its lines are missing.
create or replace temp table line_fates as

with

lines as (

    select
        lines.id as line_id,
        lines.parent_id,
        nullif(lines.product_id, '') as source_product_id,
        try_cast(lines.number as integer) as written_number,
        cast(try_cast(lines.product_qty as decimal(18, 4)) as decimal(18, 3))
            as quantity,
        order_fates.order_id,
        order_fates.base_amount as order_amount,
        case
            when order_fates.rate = 0 then cast(0 as decimal(18, 2))
            when
                abs(try_cast(lines.product_total_price as decimal(26, 6)))
                < 1000000000000
                then
                    cast(
                        sign(try_cast(lines.product_total_price as decimal(26, 6))) * (
                            (
                                cast(
                                    abs(
                                        try_cast(
                                            lines.product_total_price as decimal(26, 6)
                                        )
                                    )
                                    * 1000000 as hugeint
                                )
                                * 2000000
                                + order_fates.rate
                            )
                            // (order_fates.rate * 2)
                        ) as decimal(18, 0)
                    )
                    * cast(0.01 as decimal(3, 2))
        end as base_amount,
        case
            when coalesce(lines.deleted, '0') <> '0' then 'deleted'
            when order_fates.source_id is null then 'orphan'
            when order_fates.fate <> 'kept' then 'orphan'
            else 'kept'
        end as fate
    from source_aos_products_quotes as lines
    left join
        order_fates
        on
            lines.parent_id = order_fates.source_id
            and order_fates.source_table = 'aos_invoices'
    where
        lines.parent_type = 'AOS_Invoices'
        and exists (
            select 1
            from order_candidates
            where order_candidates.source_table = 'aos_invoices'
        )

),

numbered as (

    select
        lines.*,
        row_number() over (
            partition by fate, parent_id
            order by written_number nulls last, line_id
        ) as line_number,
        order_amount
        - sum(base_amount) over (partition by fate, parent_id) as missing_amount,
        count(*) over (partition by fate, parent_id) as lines_of_order,
        count(base_amount) over (partition by fate, parent_id) as known_amounts
    from lines

)

select
    numbered.*,
    case
        when missing_amount is null or known_amounts < lines_of_order then base_amount
        when abs(missing_amount) <= (lines_of_order + 1) * 0.005
            then
                base_amount
                + case when line_number = 1 then missing_amount else 0 end
    end as net_amount
from numbered;
