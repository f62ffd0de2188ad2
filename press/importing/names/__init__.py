"""Who is named and which works are: records proposed."""
