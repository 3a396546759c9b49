package dev.till.node.trust;

import dev.till.protocol.trust.DevicePublicKey;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a peer for its public key alone. TLS itself proves that the peer holds the private half; names, dates and
 * issuers in its certificate mean nothing.
 */
final class KeyTrust extends X509ExtendedTrustManager {

    /** Says whether a key is believed. */
    interface Judge {
        /** Throws CertificateException, worded for people, when it is not. */
        void check(DevicePublicKey key) throws CertificateException;
    }

    private final Judge judge;

    KeyTrust(Judge judge) {
        this.judge = judge;
    }

    /** The key of the other side of a session. */
    static DevicePublicKey peer(SSLSession session) throws SSLPeerUnverifiedException {
        try {
            return key(session.getPeerCertificates());
        } catch (CertificateException e) {
            throw new SSLPeerUnverifiedException(e.getMessage());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.check(key(chain));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.check(key(chain));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.check(key(chain));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.check(key(chain));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.check(key(chain));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.check(key(chain));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private static DevicePublicKey key(Certificate[] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("peer: no certificate (expected: that of a device)");
        }
        try {
            return DevicePublicKey.of(chain[0].getPublicKey());
        } catch (IllegalArgumentException e) {
            throw new CertificateException("peer: " + e.getMessage(), e);
        }
    }
}
