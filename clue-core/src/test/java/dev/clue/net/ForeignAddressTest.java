package dev.clue.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://me:sk-secret@host.example:8443/sk-secret?sk-secret#sk-secret, https://host.example:8443",
        "http://sk-secret@[fd12::1]/, http://[fd12::1]",
        "https://host.example/v1, https://host.example",
        "//me:sk-secret@host.example/v1, //host.example",
        "/sk-secret, another path",
        "'', another path",
        "http://me:sk-secret@under_score/, another place (http)",
        "mailto:sk-secret@host.example, another place (mailto)",
        "http://me:sk secret@host/, another place",
    })
    void hostAndPortAreShownAndNothingElse(String address, String shown) {
        assertThat(ForeignAddress.shown(address)).isEqualTo(shown);
    }
}
