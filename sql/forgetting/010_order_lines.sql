-- order_lines of the people who are forgotten.
delete from order_lines
where order_id in (
    select orders.id
    from orders
    where :is_theirs
);
