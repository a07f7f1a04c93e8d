-- one_pseudonym: the first customer of a source, to tell whether pseudonyms were made
-- with the key that is here.
select
    source_id,
    pseudonym
from customers
where source_system = :source_system
order by id
limit 1;
