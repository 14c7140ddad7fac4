package dev.clue.net;

import dev.clue.error.ConfigurationException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are reached without a proxy, as {@code NO_PROXY} has it: a list of names, which stand for what is below
 * them too ({@code .example.org}: only for that), of IP addresses, of networks ({@code 10.0.0.0/8}) and {@code *} for all.
 * A port behind an address makes it count for that port only. Nobody is asked what IP address a name has.
 *
 * @param entries whether each counts for an address
 */
record ProxyExceptions(List<Predicate<URI>> entries) {

    private static final String PORT = "(?::(?<port>[0-9]{1,5}))?";
    private static final Pattern NAME = Pattern.compile("(?<host>(?:\\*?\\.)?[\\p{L}0-9_][\\p{L}0-9_.-]*)" + PORT);
    private static final Pattern BARE_IP = Pattern.compile("(?<host>[0-9a-f:.%]*:[0-9a-f:.]*:[0-9a-f:.]*(?:%[^/]+)?)");
    private static final Pattern BRACKETED_IP = Pattern.compile("\\[(?<host>[^\\]]*:[^\\]]*)\\]" + PORT);
    private static final Pattern NETWORK =
            Pattern.compile("\\[?(?<host>[0-9a-f:.]+)(?:%[^/\\]]+)?\\]?/(?<length>[0-9]{1,3})");

    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
    private static final int HIGHEST_PORT = 65_535;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /**
     * Reads a list, separated by commas or white space.
     *
     * @throws ConfigurationException if an entry is not understood, naming it
     */
    static ProxyExceptions of(String list) {
        return new ProxyExceptions(Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .map(ProxyExceptions::entry)
                .toList());
    }

    /** Whether the address is one of them. */
    boolean contain(URI address) {
        return entries.stream().anyMatch(entry -> entry.test(address));
    }

    private static Predicate<URI> entry(String entry) {
        if (entry.equals("*")) {
            return address -> true;
        }
        Matcher network = NETWORK.matcher(entry);
        if (network.matches()) {
            byte[] bits = ip(network.group("host"));
            int length = Integer.parseInt(network.group("length"));
            if (bits != null && length <= Byte.SIZE * bits.length) {
                return address -> isIn(bits, length, ip(host(address)));
            }
            throw notUnderstood(entry);
        }
        for (Pattern form : List.of(BARE_IP, BRACKETED_IP)) {
            Matcher literal = form.matcher(entry);
            if (literal.matches()) {
                byte[] bits = ip(literal.group("host"));
                if (bits == null) {
                    throw notUnderstood(entry);
                }
                Predicate<URI> same = address -> Arrays.equals(bits, ip(host(address)));
                return form.equals(BRACKETED_IP) ? same.and(onPort(entry, literal.group("port"))) : same;
            }
        }
        Matcher name = NAME.matcher(entry);
        if (!name.matches()) {
            throw notUnderstood(entry);
        }
        return named(entry, name.group("host")).and(onPort(entry, name.group("port")));
    }

    private static Predicate<URI> named(String entry, String host) {
        if (NUMBERS.matcher(host).matches()) {
            byte[] bits = ip(host);
            if (bits == null) {
                throw notUnderstood(entry);
            }
            return address -> Arrays.equals(bits, ip(host(address)));
        }
        String name = host.replaceFirst("^\\*\\.", ".").replaceFirst("\\.$", "");
        String below = name.startsWith(".") ? name : "." + name;
        return address -> host(address).equals(name) || host(address).endsWith(below);
    }

    private static Predicate<URI> onPort(String entry, @Nullable String port) {
        if (port == null) {
            return address -> true;
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > HIGHEST_PORT) {
            throw notUnderstood(entry);
        }
        return address -> port(address) == number;
    }

    private static int port(URI address) {
        int usual = "https".equalsIgnoreCase(address.getScheme()) ? HTTPS_PORT : HTTP_PORT;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    private static String host(URI address) {
        return Objects.requireNonNullElse(address.getHost(), "")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.$", "");
    }

    private static boolean isIn(byte[] network, int length, byte @Nullable [] address) {
        if (address == null || address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((network[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of an IP address that is written out, also in brackets; null for names, which are not looked up. */
    private static byte @Nullable [] ip(String host) {
        String bare = host.replaceAll("[\\[\\]]", "").replaceFirst("%.*", "");
        if (!bare.contains(":") && !IPV4.matcher(bare).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private static ConfigurationException notUnderstood(String entry) {
        return new ConfigurationException(
                "NO_PROXY: \"" + entry + "\" is not understood, and what it means to leave out"
                        + " would go to the proxy: write names (.example.org), IP addresses, networks (10.0.0.0/8) or *,"
                        + " separated by commas");
    }
}
