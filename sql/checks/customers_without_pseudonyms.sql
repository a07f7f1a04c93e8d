-- Every customer that came from a source has a pseudonym.
select id
from customers
where source_system is not null and pseudonym is null;
