package dev.clue.openai;

/** What to do next, in the words of every message that says so, and of every command: not all of them judge. */
final class Advice {

    static final String NO_API = "Check that " + Endpoint.BASE_URL
            + " is the address of an OpenAI-compatible server, such as http://localhost:8000/v1, and not of something"
            + " before it.";

    static final String UNREACHABLE =
            "Start the server, or set " + Endpoint.BASE_URL + " to where it is; then try again.";

    static final String SLOW = "Try again later, lower --concurrency, or raise --timeout.";

    static final String TLS = "Give the JVM the certificate that signed it (-Djavax.net.ssl.trustStore in"
            + " JAVA_TOOL_OPTIONS), or use the right host name; clue does not skip the check.";

    static final String PROXY = "Write it as http://user:password@host:port in HTTPS_PROXY.";

    private static final String OTHER_WAYS = "choose another way to read answers: --answers"
            + " sampled:K (K samples with the confidence that the model states) or --answers reasoning (no scores, every"
            + " statement is reasoned about).";

    static final String MODES = "Use a server that gives them, or " + OTHER_WAYS;

    static final String LITTLE_MASS = "Use another model, or " + OTHER_WAYS;

    private Advice() {}
}
