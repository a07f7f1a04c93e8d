-- times: an amount for each piece and a number of pieces, in cents; one piece where the
-- number is not told. Missing if it cannot be read, or is more than fits.
create or replace macro times(amount, quantity_text) as
try_cast(
    cast(amount as decimal(28, 2))
    * case
        when quantity_text is null then 1
        else try_cast(quantity_text as decimal(10, 3))
    end as decimal(18, 2)
);
