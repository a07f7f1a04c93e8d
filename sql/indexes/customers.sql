-- customers by email: duplicates and look-ups.
create index customers_by_email on customers (email);
