-- contact_list_members of the people who are forgotten; they go by pseudonym.
delete from contact_list_members
where pseudonym in (
    select customers.pseudonym
    from customers
    where :is_them
);
