package dev.clue.net;

import java.net.URI;

/** The port of an address. */
public final class Port {

    private static final int HIGHEST = 65_535;

    private Port() {}

    /** Whether an address names no port, or one that there can be: 1 to 65535. */
    public static boolean canBe(URI address) {
        int port = address.getPort();
        return port == -1 || (port >= 1 && port <= HIGHEST);
    }
}
