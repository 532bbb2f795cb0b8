"""The pages: one folder per place that a person goes. Each has thin views and its templates."""
