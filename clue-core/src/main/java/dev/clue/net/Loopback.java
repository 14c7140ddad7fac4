package dev.clue.net;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether an address stays on this machine. */
public final class Loopback {

    /** An address and no name: who owns {@code 127.example.org} decides where it leads. */
    private static final Pattern IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private Loopback() {}

    /** @param host as an address has it, an IPv6 address in brackets */
    public static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("[::1]")
                || IPV4.matcher(lower).matches();
    }
}
