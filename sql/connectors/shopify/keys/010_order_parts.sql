-- order_parts: one row a line of the file, with the line that its order begins with. An
-- order takes a line a product, and says what is of the whole order in its first one.
-- Names such as #1001 come again in other shops and in later exports, so lines belong
-- to the beginning above them, among those of their name. A tip is a line, but no part
-- of the subtotal; of what was taken out of an order again there are 0.
create or replace temp table order_parts as

with

beginnings as (

    select
        *,
        coalesce(total, subtotal, financial_status) is not null as is_beginning
    from source_orders

),

counted as (

    select
        *,
        count(case when is_beginning then 1 end) over (
            partition by name order by line_number
            rows between unbounded preceding and current row
        ) as part
    from beginnings

)

select
    line_number,
    name,
    email,
    id,
    financial_status,
    cancelled_at,
    currency,
    created_at,
    total,
    subtotal,
    shipping,
    taxes,
    refunded_amount,
    payment_method,
    lineitem_name,
    lineitem_quantity,
    lineitem_sku,
    lineitem_discount,
    vendor,
    accepts_marketing,
    billing_name,
    billing_country,
    billing_phone,
    phone,
    shipping_name,
    shipping_country,
    is_beginning,
    min(case when is_beginning then line_number end) over (
        partition by name, part
    ) as order_row,
    regexp_full_match(lower(coalesce(lineitem_name, '')), :gift_card_names) as is_gift,
    coalesce(
        lower(trim(lineitem_name))
        in ('tip', 'tips', 'gratuity', 'trinkgeld', 'pourboire', 'propina', 'mancia'),
        false
    ) as is_tip,
    coalesce(try_cast(lineitem_quantity as decimal(18, 3)) = 0, false) as is_removed,
    coalesce(
        times(read_amount(lineitem_price, :decimal_mark), lineitem_quantity)
        - coalesce(read_amount(lineitem_discount, :decimal_mark), 0),
        0
    ) as price
from counted;
