-- Whom the proxy connects as: it owns nothing, and may no more than the job needs.
CREATE ROLE dlp_proxy LOGIN;
GRANT USAGE ON SCHEMA public TO dlp_proxy;
GRANT SELECT ON customers, cards, orders, nightly_reports TO dlp_proxy;
GRANT INSERT ON nightly_reports TO dlp_proxy;
