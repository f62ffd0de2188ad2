"""Book × Style → PDF: style · cite · index · compose · typeset · settle · bind. Knows nothing of Markdown."""
