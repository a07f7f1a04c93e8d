-- campaign_responses: one row a coupon handed in.
select
    cast(
        row_number() over (
            order by
                coupon_redemptions.redemption_date,
                coupon_redemptions.household_id,
                coupon_redemptions.campaign_id,
                coupon_redemptions.coupon_upc
        ) as integer
    ) as id,
    cast(coupon_redemptions.campaign_id as integer) as campaign_id,
    customer_keys.customer_id,
    'coupon_redeemed' as kind,
    cast(coupon_redemptions.redemption_date as date) as responded_on,
    cast(coupon_redemptions.coupon_upc as varchar) as source_id
from source_coupon_redemptions as coupon_redemptions
inner join
    customer_keys
    on coupon_redemptions.household_id = customer_keys.household_id
order by id;
