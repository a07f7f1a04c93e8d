-- invoice_lines: one row a product in an invoice, in the base currency; those of quotes
-- are in the same table of the source, and are no concern here. Lines are in the
-- currency of their invoice. SuiteCRM can be set to put the tax into the total of a
-- line: it is taken off where the price times the quantity says so. A service has the
-- product 0, which is none, and is there once.
create or replace temp table invoice_lines as

with

lines as (

    select
        id as line_id,
        coalesce(parent_id, '') as document,
        coalesce(deleted, '1') <> '0' as is_deleted,
        nullif(nullif(product_id, ''), '0') as source_product_id,
        try_cast(number as integer) as written_number,
        cast(try_cast(product_qty as decimal(18, 4)) as decimal(18, 3)) as quantity,
        try_cast(product_total_price as decimal(18, 6))
        - case
            when
                abs(
                    try_cast(product_total_price as double)
                    - try_cast(vat_amt as double)
                    - coalesce(try_cast(product_qty as double), 1)
                    * try_cast(product_unit_price as double)
                )
                < abs(
                    try_cast(product_total_price as double)
                    - coalesce(try_cast(product_qty as double), 1)
                    * try_cast(product_unit_price as double)
                )
                then try_cast(vat_amt as decimal(18, 6))
            else 0
        end as amount
    from reached_aos_products_quotes
    where
        parent_type = 'AOS_Invoices'
        and exists (
            select 1
            from order_source
            where order_source.orders_from = 'invoices'
        )

)

select
    lines.document,
    lines.line_id,
    lines.source_product_id,
    lines.written_number,
    lines.quantity,
    order_fates.order_id,
    order_fates.base_amount as order_amount,
    case
        when order_fates.rate = 0 then cast(0 as decimal(18, 2))
        when order_fates.rate = 10000000000
            then cast(round(lines.amount, 2) as decimal(18, 2))
        else
            cast(
                sign(lines.amount) * (
                    (
                        cast(abs(lines.amount) * 1000000 as hugeint) * 2000000
                        + order_fates.rate
                    )
                    // (order_fates.rate * 2)
                ) as decimal(18, 0)
            )
            * cast(0.01 as decimal(3, 2))
    end as base_amount,
    case
        when lines.is_deleted then 'deleted'
        when order_fates.fate = 'kept' then 'kept'
        else 'orphan'
    end as fate
from lines
left join
    order_fates
    on
        lines.document = order_fates.source_id
        and order_fates.source_table = 'aos_invoices';
