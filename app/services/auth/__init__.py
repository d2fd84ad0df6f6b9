"""The ways in: activation, login, step-up, sessions. Half-way in is a flow, a row of its own."""
