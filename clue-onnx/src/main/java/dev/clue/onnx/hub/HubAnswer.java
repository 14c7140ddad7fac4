package dev.clue.onnx.hub;

import dev.clue.error.ClueException;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * What a server answered, sorted by what can be done about it.
 *
 * @param response the last one, after redirects
 * @param name what was asked about
 * @param patience reads {@code Retry-After}
 */
record HubAnswer(HttpResponse<InputStream> response, HubName name, Patience patience) {

    static final int OK = 200;
    static final int PARTIAL = 206;
    static final int RANGE_NOT_THERE = 416;

    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERRORS = 500;

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String header) {
        return response.headers().firstValue(header);
    }

    /**
     * Lets only good answers pass.
     *
     * @throws TransientFailure if trying again may help
     * @throws ClueException if not
     */
    void require() throws IOException {
        int status = status();
        if (status == OK || status == PARTIAL || status == RANGE_NOT_THERE) {
            return;
        }
        response.body().close();
        String host = response.uri().getHost();
        if (status == TOO_MANY || status == TIMED_OUT || status >= SERVER_ERRORS) {
            throw new TransientFailure(
                    host + " answered " + status + (status == TOO_MANY ? " (too many requests)" : ""),
                    patience.asked(header("Retry-After")));
        }
        throw refusal(status, host);
    }

    private ClueException refusal(int status, String host) {
        String code = header("X-Error-Code").orElse("");
        if (code.equals("GatedRepo") || status == FORBIDDEN) {
            return new ModelUnavailableException(host + " does not give out " + name + " (" + status
                    + "). If it is gated, accept its terms on its page, then set " + HubSettings.TOKEN
                    + " to a token that may read it.");
        }
        if (status == UNAUTHORISED) {
            return new ModelUnavailableException(host + " does not give out " + name
                    + " (401): there is no such public repository, or the token is not valid. Check the name, and set "
                    + HubSettings.TOKEN + " to a token that may read it.");
        }
        if (code.equals("RevisionNotFound")) {
            return new ConfigurationException(name.repository() + " has no revision \"" + name.revision() + "\" on "
                    + host + ". Give another after the @, or none for " + HubName.MAIN + ".");
        }
        if (status == NOT_FOUND) {
            return new ConfigurationException(host + " has no " + name + " (404 for "
                    + response.uri().getPath() + "). Check owner, name and revision.");
        }
        return new ModelUnavailableException(host + " answered " + status + " to the request for "
                + response.uri().getPath() + ". Check " + HubSettings.ENDPOINT + ".");
    }
}
