-- customers who are forgotten.
delete from customers
where :is_them;
