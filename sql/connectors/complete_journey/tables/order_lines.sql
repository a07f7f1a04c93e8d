-- order_lines: one row a product in a basket. A quantity of 0 is none at all.
select
    baskets.order_id,
    cast(
        row_number() over (
            partition by source_transactions.basket_id
            order by source_transactions.product_id
        ) as integer
    ) as line_number,
    product_keys.product_id,
    case
        when product_keys.product_id is null
            then cast(source_transactions.product_id as varchar)
    end as source_product_id,
    cast(nullif(source_transactions.quantity, 0) as decimal(18, 3)) as quantity,
    cast(source_transactions.sales_value as decimal(18, 2)) as net_amount,
    cast(source_transactions.retail_disc as decimal(18, 2))
    + cast(source_transactions.coupon_disc as decimal(18, 2))
    + cast(source_transactions.coupon_match_disc as decimal(18, 2)) as discount_amount
from source_transactions
inner join baskets on source_transactions.basket_id = baskets.basket_id
left join
    product_keys
    on source_transactions.product_id = product_keys.source_product_id
order by baskets.order_id, line_number;
