"""What is the matter with a database: what it holds, what is missing, what to do.

Nothing here shows anybody's data: only names of ours, counts, days and currencies.
"""

from crm_analysis.diagnosis.examination import Diagnosis, examine
from crm_analysis.diagnosis.findings import Finding
from crm_analysis.diagnosis.source_examination import examine_source

__all__ = ["Diagnosis", "Finding", "examine", "examine_source"]
