"""The report: one HTML file that shows a release to people, with the evidence of every row."""
