package dev.till.federation.hub.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The SDK's way over the network: the JDK's own, with what is sent held to a rate. Redirects are not followed. */
final class JdkHttp implements SdkHttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(60);

    /** These the JDK sets itself. */
    private static final List<String> OWN = List.of("host", "content-length", "expect", "connection");

    private final Outflow outflow;
    private final Optional<SSLSocketFactory> trusted;

    JdkHttp(Outflow outflow, Optional<SSLSocketFactory> trusted) {
        this.outflow = outflow;
        this.trusted = trusted;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Exchange(request);
    }

    @Override
    public String clientName() {
        return "Jdk";
    }

    @Override
    public void close() {}

    private final class Exchange implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;
        private volatile HttpURLConnection connection;

        Exchange(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            connection = open();
            if (request.contentStreamProvider().isPresent()) {
                send();
            }
            int status = connection.getResponseCode();
            var response = SdkHttpResponse.builder()
                    .statusCode(status)
                    .statusText(connection.getResponseMessage())
                    .headers(headers())
                    .build();
            var body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
            return HttpExecuteResponse.builder()
                    .response(response)
                    .responseBody(body == null ? null : abortable(body))
                    .build();
        }

        @Override
        public void abort() {
            if (connection != null) {
                connection.disconnect();
            }
        }

        private HttpURLConnection open() throws IOException {
            var http = request.httpRequest();
            var opened = (HttpURLConnection) http.getUri().toURL().openConnection();
            if (opened instanceof HttpsURLConnection secure) {
                trusted.ifPresent(secure::setSSLSocketFactory);
            }
            opened.setInstanceFollowRedirects(false);
            opened.setUseCaches(false);
            opened.setConnectTimeout((int) CONNECT.toMillis());
            opened.setReadTimeout((int) READ.toMillis());
            opened.setRequestMethod(http.method().name());
            http.forEachHeader((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> opened.addRequestProperty(name, value));
                }
            });
            return opened;
        }

        private void send() throws IOException {
            connection.setDoOutput(true);
            request.httpRequest()
                    .firstMatchingHeader("Content-Length")
                    .map(Long::parseLong)
                    .ifPresentOrElse(
                            connection::setFixedLengthStreamingMode, () -> connection.setChunkedStreamingMode(0));
            try (var from = request.contentStreamProvider().get().newStream();
                    var to = connection.getOutputStream()) {
                outflow.copy(from, to);
            }
        }

        private Map<String, List<String>> headers() {
            var headers = new TreeMap<String, List<String>>();
            connection.getHeaderFields().forEach((name, values) -> {
                if (name != null) {
                    headers.put(name, values);
                }
            });
            return headers;
        }

        private AbortableInputStream abortable(InputStream body) {
            return AbortableInputStream.create(body, () -> abort());
        }
    }
}
