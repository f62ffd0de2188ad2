"""Book × Style × wording × pages → sections of HTML, by the templates of the style."""
