package dev.clue.net;

import java.util.Locale;

/** Whether an address stays on this machine. */
public final class Loopback {

    private Loopback() {}

    /** @param host as an address has it, an IPv6 address in brackets */
    public static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.startsWith("127.") || lower.equals("[::1]");
    }
}
