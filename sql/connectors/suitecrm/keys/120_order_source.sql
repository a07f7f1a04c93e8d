-- order_source: one row, what an order is: an invoice or an opportunity.
create or replace temp table order_source as

select
    case
        when :orders_from <> 'auto' then :orders_from
        when exists (select 1 from source_aos_invoices) then 'invoices'
        else 'opportunities'
    end as orders_from;
