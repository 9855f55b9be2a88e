"""Whoever wants to be told of leads by a webhook: a CRM, a spreadsheet, a flow."""
