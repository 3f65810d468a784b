"""What staff do with jobs: the dashboard, the job page, roles, and the record of what was done."""
