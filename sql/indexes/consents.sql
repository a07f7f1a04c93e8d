-- consents by customer and channel: who may be contacted.
create index consents_by_customer on consents (customer_id, channel);
