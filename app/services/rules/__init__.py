"""The rules of reimbursement: pure calculations over plain values, without database or clock."""
