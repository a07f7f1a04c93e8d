-- found_lines: one row a product of an opportunity.
create or replace temp table found_lines as

with

latest_orders as (

    select
        source_id,
        row_order
    from found_orders
    qualify
        row_number() over (
            partition by source_id order by modified_at desc nulls last, row_order desc
        ) = 1

),

latest_lines as (

    select
        *,
        row_number() over (partition by id order by line_number desc) as recency
    from source_opportunitylineitem

)

select
    'opportunitylineitem' as source_table,
    latest_lines.line_number as row_order,
    latest_orders.row_order as order_row,
    coalesce(
        real_id(latest_lines.product2id), latest_lines.productcode, latest_lines.name
    ) as product_id,
    read_quantity(latest_lines.quantity, :decimal_mark) as quantity,
    coalesce(
        read_amount(latest_lines.totalprice, :decimal_mark),
        times(
            read_amount(latest_lines.unitprice, :decimal_mark), latest_lines.quantity
        )
    ) as net_amount,
    cast(null as decimal(18, 2)) as discount_amount,
    case
        when latest_lines.recency > 1 then 'duplicate_row'
        when is_true(latest_lines.isdeleted) then 'deleted'
        else 'kept'
    end as fate,
    cast([] as varchar[]) as notes
from latest_lines
left join latest_orders on latest_lines.opportunityid = latest_orders.source_id;
