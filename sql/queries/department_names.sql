-- department_names: one row a department that products are in.
select distinct department
from products
where department is not null
order by department;
