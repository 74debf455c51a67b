package org.posthorn.dist.admin;

/// An account to be made, or its new password.
public record Credentials(String address, String password) {
    @Override
    public String toString() {
        return "Credentials[" + address + "]";
    }
}
