/// The user's document as far as it tells how updates are watched, word for word: our archives have to satisfy its
/// script unchanged.
enum MonitoringGuide {
    /// The script between the first fence of Python and its end.
    static var script: String {
        let parts = section.split(separator: "```python\n", maxSplits: 1)
        return parts.count == 2 ? String(parts[1].split(separator: "```", maxSplits: 1)[0]) : ""
    }

    static let section = #"""
        ### Example Monitoring Script

        Create `scripts/check_updates.py` to monitor recent updates:

        ```python
        #!/usr/bin/env python3
        """Check status of recent data updates."""

        import pandas as pd
        from datetime import datetime, timedelta
        from pathlib import Path

        def check_update_status():
            # Check S&P500 updates
            summary_file = Path('data/historical/update_summary.csv')
            if summary_file.exists():
                df = pd.read_csv(summary_file)
                df['timestamp'] = pd.to_datetime(df['timestamp'])
                
                # Get latest update
                latest = df.iloc[-1]
                age = datetime.now() - latest['timestamp']
                
                print(f"Latest S&P500 update: {latest['timestamp']}")
                print(f"Age: {age.total_seconds() / 3600:.1f} hours")
                print(f"Success rate: {latest['success_rate']:.1f}%")
                
                # Alert if update is too old
                if age > timedelta(days=2):
                    print("⚠️  WARNING: S&P500 data is stale!")
            
            # Check prediction markets updates
            pm_summary = Path('data/prediction_markets/update_summary.csv')
            if pm_summary.exists():
                df = pd.read_csv(pm_summary)
                df['timestamp'] = pd.to_datetime(df['timestamp'])
                
                latest = df.iloc[-1]
                age = datetime.now() - latest['timestamp']
                
                print(f"\nLatest prediction markets update: {latest['timestamp']}")
                print(f"Age: {age.total_seconds() / 3600:.1f} hours")
                print(f"Markets updated: {latest['markets_updated']}")

        if __name__ == '__main__':
            check_update_status()
        ```

        Run this script to check update status:
        ```bash
        python scripts/check_updates.py
        ```
        """#
}
