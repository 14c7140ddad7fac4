package dev.clue.openai;

import java.time.Duration;

/** Waits; passed in, so that tests need not. */
interface Pause {

    /** As the thread sleeps. */
    Pause SLEEP = Thread::sleep;

    /** @throws InterruptedException if the thread is to end */
    void pause(Duration length) throws InterruptedException;
}
