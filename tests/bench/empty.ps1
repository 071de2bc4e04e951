# What pwsh costs before it does anything.
