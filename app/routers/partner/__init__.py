"""Operations of partners, `/partner/v1`."""
