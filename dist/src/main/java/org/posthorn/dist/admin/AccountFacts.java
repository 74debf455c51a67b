package org.posthorn.dist.admin;

/// An account as lists show it.
public record AccountFacts(int id, String address, QuotaFacts quota) {}
