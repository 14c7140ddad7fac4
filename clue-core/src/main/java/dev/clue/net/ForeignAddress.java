package dev.clue.net;

import java.net.URI;

/** An address that somebody else gave, such as the target of a redirect, as it may be shown. */
public final class ForeignAddress {

    private ForeignAddress() {}

    /**
     * Scheme, host and port. A name and a password before the host, and tickets behind it, are left out: a message ends up in
     * files and logs.
     *
     * @param address what was given, perhaps no address at all
     */
    public static String shown(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return "another place";
        }
        if (uri.getHost() == null) {
            String scheme = uri.getScheme();
            return scheme == null ? "another path" : "another place (" + scheme + ")";
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return (uri.getScheme() == null ? "" : uri.getScheme() + ":") + "//" + uri.getHost() + port;
    }
}
