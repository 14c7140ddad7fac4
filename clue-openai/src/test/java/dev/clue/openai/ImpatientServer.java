package dev.clue.openai;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server whose pauses are a hundredth as long: for tests. */
public final class ImpatientServer {

    private static final int TIMES = 100;

    private ImpatientServer() {}

    /** The server at the endpoint. */
    public static OpenAiServer at(Endpoint endpoint, TransportOptions options, Map<String, String> environment) {
        Exchange exchange = new Exchange(endpoint, options, environment, Clock.systemUTC());
        Pause pause = length -> TimeUnit.NANOSECONDS.sleep(length.toNanos() / TIMES);
        return OpenAiServer.over(endpoint, new Transport(endpoint, options, exchange, pause, System::nanoTime));
    }
}
