-- Every customer_id in campaign_responses is the id of a customer.
select
    campaign_responses.id,
    campaign_responses.customer_id
from campaign_responses
left join customers on campaign_responses.customer_id = customers.id
where customers.id is null;
