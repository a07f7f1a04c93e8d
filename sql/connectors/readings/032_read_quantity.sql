-- read_quantity: a number of pieces, from how people and programs write it: 2, 1.5 and
-- 1,5. Missing if it cannot be read, or can be in two ways: 1,000.
create or replace macro read_quantity(quantity_text, decimal_mark) as
case
    when
        regexp_matches(quantity_text, '^-?[0-9]+$')
        or (
            decimal_mark <> ','
            and regexp_matches(quantity_text, '^-?[0-9]*[.][0-9]+$')
        )
        then try_cast(quantity_text as decimal(18, 3))
    else
        try_cast(
            case when regexp_matches(quantity_text, '^ *[-−]') then '-' else '' end
            || amount_number(amount_digits(quantity_text), decimal_mark)
            as decimal(18, 3)
        )
end;
