"""British dates in words: the rules, their vocabulary, ranges, and the one call of dateparser."""
