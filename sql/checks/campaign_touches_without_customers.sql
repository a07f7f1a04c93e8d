-- Every customer_id in campaign_touches is the id of a customer.
select
    campaign_touches.campaign_id,
    campaign_touches.customer_id
from campaign_touches
left join customers on campaign_touches.customer_id = customers.id
where customers.id is null;
